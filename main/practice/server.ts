import { controlApi } from './http/control'
import { listen } from './http/server'
import type { PracticeOptions } from './options'
import { PracticeWorkspace } from './workspace'
import { Random } from './world/random'

/** How to reach a practice workspace. */
export interface PracticeFacts {
  /** `http://127.0.0.1:PORT`; paths below it are the API's own. */
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  readonly keySid: string
  readonly keySecret: string
  readonly workspaceSid: string
}

export interface PracticeServer extends PracticeFacts {
  readonly control: PracticeWorkspace
  /** Stops time and closes every connection. */
  close(): Promise<void>
}

/**
 * Starts a practice workspace in this thread, on 127.0.0.1 only.
 * @throws when the port is taken.
 */
export async function startPracticeServer(options: PracticeOptions = {}): Promise<PracticeServer> {
  const control = new PracticeWorkspace(options)
  const random = new Random((options.seed ?? 7) ^ 0x5eed)
  const { accountSid, workspaceSid } = control.current.world.identity
  const credentials = {
    accountSid,
    authToken: random.sid(''),
    keySid: random.sid('SK'),
    keySecret: random.sid(''),
  }
  const { server, url } = await listen(
    {
      credentials,
      world: () => control.current.world,
      rules: () => control.current.rules,
      limits: () => control.limits,
      faults: control.faults,
      log: control.log,
      random,
      catchUp: () => {
        control.catchUp()
      },
      control: controlApi(control),
      latency: { delayMs: options.latencyMs ?? 0, jitterMs: options.jitterMs ?? 0 },
    },
    options.port ?? 0,
  )
  control.start()
  return {
    url,
    ...credentials,
    workspaceSid,
    control,
    close: () =>
      new Promise((resolve) => {
        control.stop()
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
