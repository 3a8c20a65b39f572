/* The deque of WorkDeque.swift: one owner that pushes and pops as it likes, two thieves that steal
 * as they like. Checked: every job is taken exactly once, pop() returns the newest job that is
 * left, and an empty deque has no job left behind.
 *
 * Memory is that of x86 (total store order). The owner's plain stores go into a first-in-first-out
 * buffer, which the process `memory` writes back at any time; a load of the owner may therefore
 * take effect before its earlier stores. Compare-exchange needs an empty buffer. Thieves make no
 * plain stores. Owner and thieves take a step at a time; one step touches shared memory once.
 *
 * Variants:
 *   FENCES          no membarrier: a full fence on both sides, as on macOS
 * Mutants, which must fail:
 *   NO_HEAVY        a thief does without the heavy barrier
 *   HEAVY_FIRST     a thief issues the heavy barrier before it reads `top`
 *   EARLY_BOTTOM    a thief believes the `bottom` it read before the barrier
 *   LAST_UNFOUGHT   the owner takes the last job without compare-exchange
 */

#ifndef JOBS
#define JOBS 4
#endif
/* A power of two, smaller than JOBS so that slots are used again. */
#define CAPACITY 2
#define THIEVES 2
/* Stores that the owner's buffer holds. A pop and the following push make four. */
#define BUFFERED 5

#define BOTTOM CAPACITY

/* What every thread sees. Indices start at 1, so that an empty pop does not go below 0. */
byte top = 1;
byte bottom = 1;
byte slots[CAPACITY];

/* The owner's buffer: (CAPACITY or slot number, value). */
chan buffer = [BUFFERED] of { byte, byte };

/* How often each job was taken; for the assertions only. */
byte taken[JOBS + 1];
byte pushed = 0;
bool ownerIsDone = false;

inline take(job) {
    assert(job != 0);
    taken[job]++;
    assert(taken[job] == 1)
}

proctype memory() {
    byte place, value;
end:
    do
    :: atomic {
        buffer?place, value;
        if
        :: place == BOTTOM -> bottom = value
        :: else -> slots[place] = value
        fi;
        place = 0; value = 0
       }
    od
}

/* Ends when all jobs have been pushed and a pop finds none. */
proctype owner() {
    byte ownBottom = 1;             /* its own view of `bottom`: it alone writes it */
    byte ownSlots[CAPACITY];        /* likewise of the slots */
    byte knownTop = 1;
    byte position, oldest;
    do
    :: pushed < JOBS ->
        /* push() */
        if
        :: ownBottom - knownTop >= CAPACITY -> knownTop = top
        :: else
        fi;
        if
        :: ownBottom - knownTop >= CAPACITY ->
            skip                                                    /* important: full */
        :: else ->
            atomic {
                pushed++;
                ownSlots[ownBottom & (CAPACITY - 1)] = pushed;
                buffer!(ownBottom & (CAPACITY - 1)), pushed
            };
            atomic {
                ownBottom++;
                buffer!BOTTOM, ownBottom
            }
        fi

    :: true ->
        /* pop() */
        atomic {
            position = ownBottom - 1;
            ownBottom = position;
            buffer!BOTTOM, position
        };
#ifdef FENCES
        empty(buffer);
#endif
        oldest = top;
        if
        :: oldest < position ->
            atomic {                                                /* important: pop, no race */
                take(ownSlots[position & (CAPACITY - 1)])
            }
        :: else ->
            /* popLast() */
            if
            :: oldest == position ->
#ifdef LAST_UNFOUGHT
                atomic { top = oldest + 1; take(ownSlots[position & (CAPACITY - 1)]) };
#else
                atomic {
                    empty(buffer);
                    if
                    :: top == oldest ->
                        top = oldest + 1;                           /* important: last, won */
                        take(ownSlots[position & (CAPACITY - 1)])
                    :: else ->
                        skip                                        /* important: last, lost */
                    fi
                };
#endif
                position = position
            :: else
            fi;
            atomic {
                ownBottom = position + 1;
                buffer!BOTTOM, ownBottom
            };
            /* It is empty unless this pop took the last job: then it is empty, too. */
            atomic {
                byte job = 1;
                do
                :: job <= pushed -> assert(taken[job] == 1); job++
                :: else -> break
                od;
                job = 0; position = 0; oldest = 0
            };
            if
            :: pushed == JOBS -> break
            :: else
            fi
        fi
    od;
    ownerIsDone = true
}

proctype thief() {
    byte oldest, newest, job;
end:
    do
    :: true ->
        /* steal() */
#ifdef HEAVY_FIRST
        empty(buffer);
#endif
        oldest = top;
        newest = bottom;
        if
        :: oldest >= newest -> goto again                           /* important: looks empty */
        :: else
        fi;
#if !defined(NO_HEAVY) && !defined(HEAVY_FIRST) && !defined(FENCES)
        /* The heavy barrier. The owner's buffer may drain long before the call returns and fill
         * again meanwhile, hence a step of its own. */
        empty(buffer);
#endif
#ifndef EARLY_BOTTOM
        newest = bottom;
#endif
        if
        :: oldest >= newest -> goto again                           /* important: gone meanwhile */
        :: else
        fi;
        job = slots[oldest & (CAPACITY - 1)];
        atomic {
            if
            :: top == oldest ->
                top = oldest + 1;                                   /* important: stolen */
                take(job)
            :: else ->
                skip                                                /* important: contended */
            fi
        };
again:
        atomic { oldest = 0; newest = 0; job = 0 }
    od
}

init {
    byte job = 1;
    atomic {
        run memory();
        run owner();
        byte thieves = 0;
        do
        :: thieves < THIEVES -> run thief(); thieves++
        :: else -> break
        od
    };
    atomic {
        ownerIsDone ->
        do
        :: job <= JOBS -> assert(taken[job] == 1); job++
        :: else -> break
        od
    }
}
