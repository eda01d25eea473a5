import type { App, Session, WebContents } from 'electron'
import { START_URL } from './scheme'

/** What the page may do without asking; everything else is denied, whoever asks. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Electron approves every permission by default, in four separate ways; all four are closed here. */
export function lockPermissions(session: Pick<Session, LockedSession>): void {
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission))
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(ALLOWED_PERMISSIONS.has(permission))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => {
    decide({})
  })
}

type LockedSession =
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'

/** Any web contents that ever comes to be, ours included, stays on the page it was made for. */
export function lockNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents)
  })
}

interface Preventable {
  preventDefault(): void
}

export function lockContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  const prevent = (event: Preventable) => {
    event.preventDefault()
  }
  // A reload of the start page is a navigation too; it is harmless and lets the page recover.
  contents.on('will-navigate', (event, url) => {
    if (url !== START_URL) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== START_URL) event.preventDefault()
  })
  contents.on('will-redirect', prevent)
  contents.on('will-attach-webview', prevent)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
