import type { App } from 'electron'
import type { Log } from './log'

/**
 * Processes that Chromium starts for itself (graphics, audio, network) are started again by it when they die. What dies is
 * logged, and after the graphics process the window is painted anew: it could stay empty until something in it changes.
 */
export function followChildProcesses(app: Pick<App, 'on'>, repaint: () => void, log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log('process.gone', { type, reason, exitCode })
    if (type === 'GPU' && reason !== 'clean-exit') repaint()
  })
}
