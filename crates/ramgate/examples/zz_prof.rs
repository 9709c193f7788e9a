//! scratch
use std::time::Instant;
use ramgate_testkit::population::Population;
fn main() {
    let s = Population::REGION.store().unwrap();
    for _ in 0..5 {
        let t = Instant::now();
        let d = ramgate_compiler::compile_directory(&s).unwrap();
        let a = t.elapsed();
        let t = Instant::now();
        let d: std::sync::Arc<[u8]> = d.into();
        let b = t.elapsed();
        let t = Instant::now();
        let l = ramgate_image::store::StoreLayout::read(&d).unwrap();
        let c = t.elapsed();
        eprintln!("compile {a:?} arc {b:?} read {c:?} {} {:?}", d.len(), l.sections().collect::<Vec<_>>());
    }
}
