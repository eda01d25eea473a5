import { ipcMain } from 'electron'
import { registerBridge, type BridgeOptions } from './register'

export { Pusher, type PushTarget } from './pusher'
export { appHandlers } from './handlers/app'
export { boardHandlers } from './handlers/board'
export { bulkHandlers } from './handlers/bulk'
export { connectionHandlers } from './handlers/connection'
export { historyHandlers } from './handlers/history'
export { settingsHandlers } from './handlers/settings'
export type { Handlers } from './register'

/** electron-store opens a synchronous channel of its own for windows that use it; ours does not. */
const FOREIGN_CHANNELS = ['electron-store-get-data'] as const

/** The bridge on Electron's own `ipcMain`. No other folder may import it. */
export function openBridge(options: Omit<BridgeOptions, 'ipcMain'>): () => void {
  for (const channel of FOREIGN_CHANNELS) ipcMain.removeAllListeners(channel)
  return registerBridge({ ...options, ipcMain })
}
