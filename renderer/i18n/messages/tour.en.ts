/** The first-run tour. */
export const tour = {
  tour: {
    label: 'Tour',
    step: '{at} of {of}',
    skip: 'Skip',
    next: 'Next',
    done: 'Start working',
    again: 'Take the tour',
    views: {
      title: 'Start with what is stuck',
      text: 'Each view counts live. “Stuck” holds what needs somebody; keys 1 to 9 switch between views.',
    },
    rows: {
      title: 'Every line is a reservation',
      text: 'It says why it is stuck and since when. A double click or Enter shows evidence, timeline and what to do.',
    },
    act: {
      title: 'Choose many, act once',
      text: 'Tick rows, or Ctrl+A for all. Before anything is sent, every row is read fresh and you see the plan. A rejected task may be offered again; a redirected one stays pending; wrapping up never ends by itself.',
    },
    freshness: {
      title: 'You always see how fresh it is',
      text: 'Live, stale or offline, and how many requests TaskRouter still allows.',
    },
    keys: {
      title: 'All of it by keyboard',
      text: 'Press ? for the keys and Ctrl+K for every command. This tour is there as well.',
    },
  },
} as const
