/* What sleep.pml, latch.pml and reserve.pml share: memory with store buffers, deques as pairs of
 * indices, and the sleep protocol of Worker+Search.swift and PoolState.swift, by its names.
 *
 * Memory is that of x86 (total store order). A worker's plain stores to its own `bottom` go into a
 * first-in-first-out buffer, which the process `memory` writes back at any time; its later loads may
 * thus take effect before. Atomic read-modify-writes, and sequentially consistent stores, wait for
 * the own buffer to be empty. The heavy barrier empties the buffer of every thread, one after the
 * other in any order, while the other threads go on. The light barrier does nothing here: program
 * order is kept, as the compiler must.
 *
 * The deque proper is the subject of deque.pml; here a steal is one step.
 *
 * Mutants, which must fail:
 *   NO_HEAVY         no heavy barrier between announcing sleep and the last look
 *   NO_SECOND_LOOK   a worker that has announced itself sleeps without looking again
 *   MISCOUNTED       who takes an announcement back forgets the count
 *   NOT_PASSED_ON    a worker that was claimed for one job and takes another leaves it at that
 */

/* Worker.Activity */
#define AWAKE 0
#define ASLEEP 1
#define WAITING 2
#define SET_ASIDE 3

#define BUFFERED 3

/* Memory: what every thread sees. */
byte top[PUSHERS] = 1;           /* indices start at 1: an empty pop does not go below 0 */
byte bottom[PUSHERS] = 1;
byte activity[WORKERS];
short sleepers = 0;
byte injectedQueue = 0;             /* behind its lock */
byte injectedCount = 0;

/* The stores of each worker to its `bottom` that nobody else sees yet. */
chan buffer[PUSHERS] = [BUFFERED] of { byte };
/* A worker's own view of its `bottom`. */
byte ownBottom[PUSHERS] = 1;

/* Who waits in the kernel's futex queue. */
bool parked[WORKERS];

/* Workers from PUSHERS up never push: their buffers are always empty. */
#define drained(w) (w >= PUSHERS || empty(buffer[w]))
/* What a model does besides, in the step in which a job of worker w is stolen. */
#ifndef stolen
#define stolen(w) skip
#endif

#define looksEmpty(w) (top[w] >= bottom[w])

proctype memory(byte w) {
end:
    do
    :: atomic { buffer[w]?bottom[w] }
    od
}

/* The buffer of each thread that pushes is emptied at some moment between the call and the return. */
inline heavyBarrier() {
#ifndef NO_HEAVY
#if PUSHERS == 1
    drained(0)
#elif PUSHERS == 2
    if
    :: drained(0) -> drained(1)
    :: drained(1) -> drained(0)
    fi
#elif PUSHERS == 3
    if
    :: drained(0) -> if :: drained(1) -> drained(2) :: drained(2) -> drained(1) fi
    :: drained(1) -> if :: drained(0) -> drained(2) :: drained(2) -> drained(0) fi
    :: drained(2) -> if :: drained(0) -> drained(1) :: drained(1) -> drained(0) fi
    fi
#endif
#else
    skip
#endif
}

#ifndef HAS_RESERVE
/* PoolState.wakeOne(): claims a sleeper and wakes it. */
inline wakeOne() {
    scanned = 0;
    do
    :: atomic { scanned < WORKERS ->
        if
        :: activity[scanned] == ASLEEP || activity[scanned] == WAITING ->
            drained(me);
            if
            :: activity[scanned] == ASLEEP || activity[scanned] == WAITING ->
                activity[scanned] = AWAKE;                          /* important: claimed */
                break
            :: else ->
                skip                                                /* important: beaten to it */
            fi
        :: else
        fi;
        scanned++ }
    :: atomic { scanned == WORKERS -> break }
    od;
    if
    :: scanned < WORKERS -> sleepers--; unpark(scanned)
    :: else
    fi;
    scanned = 0
}
#endif

/* WorkDeque.push() and the check for sleepers. */
inline push() {
    atomic { ownBottom[me]++; buffer[me]!ownBottom[me] };
    /* light barrier */
    if
    :: sleepers > 0 -> wakeOne()
    :: else
    fi
}

/* WorkDeque.pop(); `found` says whether there was a job. */
inline pop() {
    atomic { ownBottom[me]--; buffer[me]!ownBottom[me] };
    /* light barrier */
    oldest = top[me];
    if
    :: oldest < ownBottom[me] -> found = true
    :: else ->
        if
        :: oldest == ownBottom[me] ->
            atomic {
                drained(me);
                if
                :: top[me] == oldest -> top[me] = oldest + 1; found = true
                :: else
                fi
            }
        :: else
        fi;
        atomic { ownBottom[me]++; buffer[me]!ownBottom[me] }
    fi;
    oldest = 0
}

/* One look at every other deque; `found` says whether there was a job. */
inline stealOnce() {
    victim = 0;
    do
    :: atomic { victim < PUSHERS && !found ->
        if
        :: victim != me && !looksEmpty(victim) ->
            drained(victim);
            if
            :: !looksEmpty(victim) -> stolen(victim); top[victim]++; found = true
            :: else
            fi
        :: else
        fi;
        victim++ }
    :: atomic { victim == PUSHERS || found -> victim = 0; break }
    od
}

/* PoolState.takeInjected() */
inline takeInjected() {
#if INJECTED > 0
    if
    :: injectedCount > 0 ->
        atomic {
            drained(me);
            if
            :: injectedQueue > 0 -> injectedQueue--; found = true
            :: else
            fi
        };
        if
        :: found -> injectedCount--
        :: else
        fi
    :: else
    fi
#else
    skip
#endif
}

/* Worker.leave(): a compare-exchange. */
inline leave(w, from, success) {
    atomic {
        drained(me);
        if
        :: activity[w] == from -> activity[w] = AWAKE; success = true
        :: else -> success = false
        fi
    }
}

inline unpark(w) {
    parked[w] = false
}

/* Counted first: whoever claims the worker uncounts it, so the count is never too low. */
inline announceSleep(state) {
    atomic { drained(me); sleepers++ };
    activity[me] = state;
    heavyBarrier()
}

/* Takes the announcement back, unless somebody has claimed this worker meanwhile. */
inline cancelSleep(state) {
    leave(me, state, success);
    if
    :: success ->
#ifndef MISCOUNTED
        sleepers--;
#endif
        success = false
    :: else ->
        wasClaimed = true                                           /* important: claimed meanwhile */
    fi
}

/* Whether there is anything to do instead of sleeping: `found`. */
inline seesWork() {
#if INJECTED > 0
    found = injectedCount > 0;
#endif
    do
    :: atomic { victim < PUSHERS && !found ->
        if
        :: victim != me && !looksEmpty(victim) ->
            found = true                                            /* important: sees work */
        :: else
        fi;
        victim++ }
    :: atomic { victim == PUSHERS || found -> victim = 0; break }
    od
}

/* Who was claimed for one job, and takes another or returns from its wait, wakes the next worker if
 * there is more to do: its claim may have been the only wake-up for that. */
inline passOn() {
#ifndef NOT_PASSED_ON
#ifdef HAS_RESERVE
    if
    :: injectedCount > 0 -> wakeReserve()
    :: else
    fi;
#endif
    if
    :: sleepers > 0 ->
        seesWork();
        if
        :: found -> found = false; wakeOne()                        /* important: passed on */
        :: else
        fi
    :: else
    fi
#else
    skip
#endif
}

/* The kernel compares and queues in one step; a wake-up empties the queue. A worker that stays here
 * for ever is fine, if nothing is left to do: the process `quiet` says what that means. */
inline parkWhile(state) {
    do
    :: atomic { activity[me] == state -> parked[me] = true };
end_parked:
        !parked[me]                                                 /* important: woken */
    :: activity[me] != state -> break
    od
}

/* Worker.wake(from:), by a latch or from outside. */
inline wakeFrom(w, state, success) {
    leave(w, state, success);
    if
    :: success ->
        if
        :: state != SET_ASIDE -> sleepers--
        :: else
        fi;
        unpark(w)
    :: else
    fi
}
