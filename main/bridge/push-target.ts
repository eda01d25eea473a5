import type { BrowserWindow } from 'electron'

/** The one place that sends to a page. */
export function targetOf(window: BrowserWindow): {
  isDestroyed(): boolean
  send(wire: string, payload: unknown): void
} {
  return {
    isDestroyed: () => window.isDestroyed() || window.webContents.isDestroyed(),
    send: (wire, payload) => {
      window.webContents.send(wire, payload)
    },
  }
}
