/* join(): a guest (worker 0) forks jobs that live on its stack and waits for those that were
 * stolen; workers 1 and 2 steal, fork once themselves if the configuration says so, and sleep.
 *
 * Checked: nobody touches a job whose frame is gone; the owner of a latch always gets on; whenever
 * nothing can move any more, no job is visible while a worker is asleep, even though worker 1 may
 * then be busy for ever and the guest has left; `sleepers` is the number of workers asleep.
 *
 * Configuration: JOINS, one after the other; PUSHES_1, jobs that worker 1 forks.
 * Further mutants, which must fail:
 *   NO_EXCHANGE     the latch is read and then set by a plain store
 *   OWNER_READ_LATE the thief reads the job's owner after it has set the latch
 *   NOT_AWAITED     the owner sleeps without saying so in the latch
 */

#define WORKERS 3
#ifndef JOINS
#define JOINS 2
#endif
#ifndef PUSHES_1
#define PUSHES_1 1
#endif
#define INJECTED 0
#if PUSHES_1 > 0
#define PUSHERS 2
#else
#define PUSHERS 1
#endif

/* A thief remembers which of the guest's jobs it has; 0 is one of worker 1. */
#define stolen(w) taken = (w == 0 -> job[top[w]] : 0)

#include "protocol.pml"

#define PENDING 0
#define DONE 1
#define AWAITED 2

byte latch[JOINS + 1];
/* Whether the frame of a job is still there; for the assertions only. */
bool live[JOINS + 1];
byte executed[JOINS + 1];
/* The guest's slots: which job is at an index. */
byte job[JOINS + 2];
bool guestIsDone = false;

#define touch(j) assert(live[j])

/* Latch.set(), and what the job does before. */
inline execute(j) {
    atomic { touch(j); executed[j]++; assert(executed[j] == 1) };
#ifndef OWNER_READ_LATE
    touch(j);                           /* reads the owner */
#endif
    atomic {
        drained(me);
        touch(j);
        old = latch[j];
#ifdef NO_EXCHANGE
    };
    atomic {
        touch(j);
#endif
        latch[j] = DONE                                             /* important: set */
    };
    if
    :: old == AWAITED ->
#ifdef OWNER_READ_LATE
        touch(j);
#endif
        wakeFrom(0, WAITING, success);                              /* important: owner woken */
        success = false
    :: else
    fi;
    old = 0
}

proctype guest() {
    byte me = 0, victim, scanned, oldest, now, taken;
    bool found, success, wasClaimed;
    do
    :: now < JOINS ->
        atomic {
            now++;
            live[now] = true;
            job[ownBottom[0]] = now
        };
        push();
        pop();
        if
        :: found ->
            atomic {
                found = false;                                      /* important: reclaimed */
                executed[now]++;
                assert(executed[now] == 1)
            }
        :: else ->
            /* wait(for:) */
            do
            :: latch[now] == DONE -> break
            :: else ->
                stealOnce();
                if
                :: found ->
                    found = false;                                  /* important: works meanwhile */
                    if
                    :: wasClaimed -> wasClaimed = false; passOn()
                    :: else
                    fi
                :: else ->
#ifndef NOT_AWAITED
                    /* await() */
                    atomic {
                        drained(me);
                        if
                        :: latch[now] == PENDING -> latch[now] = AWAITED; success = true
                        :: else -> success = false
                        fi
                    };
#else
                    success = true;
#endif
                    if
                    :: success ->
                        success = false;
                        /* sleep(unless:) */
                        announceSleep(WAITING);
#ifndef NO_SECOND_LOOK
                        if
                        :: latch[now] == DONE ->
                            found = true                            /* important: set meanwhile */
                        :: else -> seesWork()
                        fi;
#endif
                        if
                        :: found -> found = false; cancelSleep(WAITING)
                        :: else -> parkWhile(WAITING); wasClaimed = true
                        fi;
                        /* resume() */
                        atomic {
                            drained(me);
                            if
                            :: latch[now] == AWAITED -> latch[now] = PENDING
                            :: else
                            fi
                        }
                    :: else
                    fi
                fi
            od;
            if
            :: wasClaimed -> wasClaimed = false; passOn()
            :: else
            fi
        fi;
        assert(executed[now] == 1);
        live[now] = false
    :: else -> break
    od;
    guestIsDone = true
}

/* Worker 1 may push a job of its own while it runs one; nothing is forked from that. */
proctype worker(byte me; byte pushes) {
    byte victim, scanned, oldest, old, taken;
    bool found, success, wasClaimed;

searching:
    stealOnce();
    if
    :: found ->
        found = false;
        if
        :: wasClaimed -> wasClaimed = false; passOn()
        :: else
        fi;
        if
        :: pushes > 0 -> pushes--; push()
        :: true
        fi;
        if
        :: taken > 0 -> execute(taken); taken = 0
        :: else
        fi;
        if
        :: true ->
end_busy:
            false
        :: me < PUSHERS ->
            pop();
            found = false
        :: me >= PUSHERS
        fi;
        goto searching
    :: else
    fi;

    announceSleep(ASLEEP);
#ifndef NO_SECOND_LOOK
    seesWork();
    if
    :: found -> found = false; cancelSleep(ASLEEP); goto searching
    :: else
    fi;
#endif
    parkWhile(ASLEEP);
    wasClaimed = true;
    goto searching
}

active proctype quiet() {
    byte w = 0, asleep = 0;
    bool visible = false;
    atomic {
        timeout ->
        do
        :: w < WORKERS ->
            asleep = asleep + (activity[w] != AWAKE);
            if
            :: w < PUSHERS -> visible = visible || !looksEmpty(w)
            :: else
            fi;
            w++
        :: else -> break
        od;
        assert(guestIsDone);
        assert(sleepers == asleep);
        assert(asleep == 0 || !visible)
    }
}

init {
    byte w = 0;
    atomic {
        do
        :: w < PUSHERS -> run memory(w); w++
        :: else -> break
        od;
        run guest();
        run worker(1, PUSHES_1);
        run worker(2, 0)
    }
}
