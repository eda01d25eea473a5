import type { Channel, Pushes, Requests, Topic } from './channels'
import type { Result } from './envelope'

type Domain = Channel extends `${infer D}/${string}` ? D : never
type Verb<D extends Domain> = Extract<Channel, `${D}/${string}`> extends `${D}/${infer V}` ? V : never

type Call<C extends Channel> = Requests[C]['request'] extends null
  ? () => Promise<Result<Requests[C]['response']>>
  : (request: Requests[C]['request']) => Promise<Result<Requests[C]['response']>>

/**
 * `window.bridge`: one frozen object of functions, grouped by domain — `bridge.board.detail({ sid })`. Nothing else of
 * Electron or Node is visible to the window.
 */
export type Bridge = {
  readonly [D in Domain]: { readonly [V in Verb<D>]: Call<Extract<Channel, `${D}/${V}`>> }
} & {
  /** Calls `listener` with every push of a topic until the returned function is called. */
  readonly on: <T extends Topic>(topic: T, listener: (payload: Pushes[T]) => void) => () => void
}
