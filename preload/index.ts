import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Bridge } from './contract/bridge'
import { CHANNELS, TOPICS, WIRE_PREFIX, type Channel, type Pushes, type Topic } from './contract/channels'
import { fail, type Result } from './contract/envelope'

/** `invoke` itself can fail (no handler, uncloneable argument, window going away); the window still gets an envelope. */
async function ask(channel: Channel, request: unknown): Promise<Result<unknown>> {
  try {
    return (await ipcRenderer.invoke(WIRE_PREFIX + channel, request)) as Result<unknown>
  } catch {
    return fail({ code: 'internal', message: `The console did not answer ${channel}.` })
  }
}

/** The listener gets the payload alone: Electron's event would hand the window a reference to `ipcRenderer`. */
function on<T extends Topic>(topic: T, listener: (payload: Pushes[T]) => void): () => void {
  if (!TOPICS.includes(topic)) throw new TypeError('There is no such topic.')
  const wire = WIRE_PREFIX + topic
  const relay = (_event: IpcRendererEvent, payload: Pushes[T]) => {
    listener(payload)
  }
  ipcRenderer.on(wire, relay)
  return () => {
    ipcRenderer.removeListener(wire, relay)
  }
}

function buildBridge(): Bridge {
  const domains: Record<string, Record<string, (request?: unknown) => Promise<Result<unknown>>>> = {}
  for (const channel of CHANNELS) {
    const [domain = '', verb = ''] = channel.split('/')
    const calls = (domains[domain] ??= {})
    calls[verb] = (request) => ask(channel, request ?? null)
  }
  for (const calls of Object.values(domains)) Object.freeze(calls)
  return Object.freeze({ ...domains, on: Object.freeze(on) }) as unknown as Bridge
}

contextBridge.exposeInMainWorld('bridge', buildBridge())
