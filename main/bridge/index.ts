import { ipcMain } from 'electron'
import { registerBridge, type BridgeOptions } from './register'

export { BoardFeed } from './board-feed'
export { Pusher } from './pusher'
export { targetOf } from './push-target'
export { allHandlers, type HandlerParts } from './handlers'

/** electron-store opens a synchronous channel of its own for windows that use it; ours does not. */
const FOREIGN_CHANNELS = ['electron-store-get-data'] as const

/** The bridge on Electron's own `ipcMain`. No other folder may import it. */
export function openBridge(options: Omit<BridgeOptions, 'ipcMain'>): () => void {
  for (const channel of FOREIGN_CHANNELS) ipcMain.removeAllListeners(channel)
  return registerBridge({ ...options, ipcMain })
}
