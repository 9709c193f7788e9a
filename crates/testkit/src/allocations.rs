//! A global allocator that counts, for tests that claim to allocate nothing.
//!
//! Must not know what is being tested. The test binary installs it:
//!
//! ```
//! use ramgate_testkit::allocations::{self, CountingAllocator};
//!
//! #[global_allocator]
//! static ALLOCATOR: CountingAllocator = CountingAllocator;
//!
//! let (sum, calls) = allocations::during(|| [1, 2, 3].iter().sum::<i32>());
//! assert_eq!((sum, calls), (6, 0));
//! let (_, calls) = allocations::during(|| Box::new(sum));
//! assert_eq!(calls, 1);
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Calls of this thread; `const` and without destructor, so that counting never allocates.
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting the calls of each thread that ask for memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountingAllocator;

/// How often this thread has asked for memory (also by growing what it has) since it began; 0 in
/// a program that has not installed [`CountingAllocator`].
pub fn calls() -> u64 {
    CALLS.get()
}

/// Runs `work` and counts how often it asks for memory on this thread.
pub fn during<R>(work: impl FnOnce() -> R) -> (R, u64) {
    let before = calls();
    let done = work();
    (done, calls() - before)
}

fn count() {
    // A thread that is being torn down has no counter any more; nobody asks for it then.
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
}

#[allow(
    unsafe_code,
    reason = "`GlobalAlloc` can only be implemented unsafely; it is the only way to see allocations"
)]
// SAFETY: every method hands its arguments unchanged to the system's allocator, whose guarantees
// are those that the trait asks for; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `GlobalAlloc::realloc`.
        unsafe { System.realloc(block, layout, new_size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`.
        unsafe { System.dealloc(block, layout) }
    }
}
