import type { App } from 'electron'
import type { Pushes, ShowTarget } from '../../preload/contract/channels'
import { claimDeepLinks } from './before-ready'
import { parseCommandLine, parseDeepLink } from './command-line'

/** Second starts and deep links bring the window to the front and select what they name. */
export function followArrivals(
  app: Pick<App, 'on' | 'isPackaged' | 'setAsDefaultProtocolClient'>,
  first: ShowTarget | null,
  window: { readonly show: () => void },
  pusher: { readonly push: (topic: 'app/show', target: Pushes['app/show']) => void },
): void {
  const tell = (target: ShowTarget | null) => {
    if (target !== null) pusher.push('app/show', target)
  }
  app.on('second-instance', (_event, argv) => {
    window.show()
    tell(parseCommandLine(argv).show)
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    window.show()
    tell(parseDeepLink(url))
  })
  claimDeepLinks(app)
  tell(first)
}
