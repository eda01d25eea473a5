/** Sweeps: guided clean-ups at the end of a shift and in an outage. */
export const sweep = {
  sweep: {
    title: 'Sweep',
    command: 'Sweep: end of shift, outage',
    start: 'Sweep…',
    continue: 'Sweep: {done} of {of} steps',
    kinds: 'What is to be swept',
    kind: { shift: 'End of shift', outage: 'Outage' },
    about: {
      shift:
        'Offers go back to their queues, wrap-ups end, and what is still going on is listed for you to decide. Each step shows its plan before anything is sent.',
      outage:
        'Everything of a queue, a worker or a channel that is down. Each step shows its plan before anything is sent.',
    },
    scope: {
      title: 'Whose work',
      queues: 'Queues',
      workers: 'Workers',
      channels: 'Channels',
      view: 'A view',
      text: 'Words',
      textExample: 'a team, a name',
      none: 'Any',
      noView: 'No view',
      everybody: 'All: the whole workspace',
    },
    choose: 'Choose whose work to sweep',
    chooseHint: 'Queues, workers, channels, a view or words. Choices combine: all of them must fit.',
    nothing: 'Nothing to sweep',
    nothingHint: 'None of this holds a live reservation.',
    reading: 'The workspace is still being read; counts grow. Steps can be started when all rows are here.',
    step: {
      shift: {
        offers: {
          title: 'Reject the offers',
          hint: 'The tasks go back to their queues. Choose an unavailable activity in the plan for workers who leave, or the offers come back.',
        },
        wrapUps: {
          title: 'Complete the wrap-ups',
          hint: 'Wrap-up never ends by itself; completing frees the workers’ capacity.',
        },
        accepted: {
          title: 'Decide about what is going on',
          hint: 'Accepted work may be a live conversation: note it for the next shift, open it, or choose what to complete.',
        },
      },
      outage: {
        offers: {
          title: 'Reject the offers',
          hint: 'Nobody can answer them now. The tasks go back to their queues and wait there.',
        },
        accepted: {
          title: 'Complete what was accepted',
          hint: 'The plan holds back calls that may still be up.',
        },
        wrapUps: {
          title: 'Complete the wrap-ups',
          hint: 'Completing frees the workers’ capacity.',
        },
      },
    },
    state: {
      nothing: 'nothing to do',
      open: 'to do',
      running: 'running',
      done: 'done',
      left: 'some are left',
      passed: 'left as it is',
    },
    tasks: 'no tasks | 1 task | {n} tasks',
    workers: 'no workers | 1 worker | {n} workers',
    oldest: 'oldest',
    most: 'One plan takes {n} at most, the oldest first; the rest stays here for another.',
    result: 'None done | 1 done | {n} done',
    failed: 'none failed | 1 failed | {n} failed',
    toJob: 'Show the job',
    pass: 'Leave as it is',
    unpass: 'Take up again',
    decided: 'All decided',
    decide: 'To decide',
    more: 'And none more. | And 1 more. | And {n} more.',
    progress: '{done} of {of} steps done',
    end: 'End this sweep',
    finished: 'The sweep is finished',
    finishedSum: 'No reservation ended. | 1 reservation ended. | {n} reservations ended.',
    finishedLeft: 'None left. | 1 was left as it is. | {n} were left as they are.',
    another: 'Start another',
    toBoard: 'Back to the board',
    snoozed:
      'No snoozed ones. | 1 snoozed reservation is left alone. | {n} snoozed reservations are left alone.',
    unknown:
      'None unknown. | 1 reservation is in a status that this version does not know; nothing is done to it. | {n} reservations are in a status that this version does not know; nothing is done to them.',
  },
} as const
