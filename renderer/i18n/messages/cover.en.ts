/** What covers the window while nobody sits in front of it. */
export const cover = {
  cover: {
    title: 'The console is covered',
    lead: 'It hides what it shows. Work goes on.',
    noLock: 'Anybody can lift this cover. A PIN makes it a lock: Settings › Lock.',
    show: 'Show the console',
  },
} as const
