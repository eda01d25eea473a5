/** Words of the list of workers. */
export const workers = {
  workers: {
    title: 'Workers',
    count: 'no workers | 1 worker | {n} workers',
    find: 'Filter workers',
    name: 'Worker',
    activity: 'Activity',
    since: 'Since',
    live: 'Live',
    show: 'Show the reservations of {name}',
    none: 'No workers',
    noneHint: 'The workers of the workspace appear here.',
    filteredOut: 'No worker matches',
  },
} as const
