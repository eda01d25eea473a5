/** The alert inbox. */
export const alerts = {
  alerts: {
    title: 'Alerts',
    none: 'No alerts',
    noneHint: 'Alert rules watch your views, whether this window is open or not.',
    rules: 'Alert rules',
    readAll: 'Mark all as read',
    clearEnded: 'Remove ended ones',
    lasting: 'Now',
    unread: 'New',
    rows: '{n} row | {n} rows',
    open: 'Show the rows',
    snooze: 'Quiet for 15 minutes: {name}',
  },
} as const
