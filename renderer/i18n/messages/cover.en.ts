/** What covers the window while nobody sits in front of it. */
export const cover = {
  cover: {
    title: 'Covered',
    lead: 'Nobody seemed to sit here, so the console hides what it shows. Work goes on.',
    show: 'Show the console',
  },
} as const
