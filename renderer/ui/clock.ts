import { onScopeDispose, readonly, shallowRef, type DeepReadonly, type ShallowRef } from 'vue'

const TICK_MS = 1000

/** One timer for every ticking age on screen. It runs only while something looks at it and the window is visible. */
const local = shallowRef(Date.now())
const offset = shallowRef(0)
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

const tick = (): void => {
  local.value = Date.now()
}

function start(): void {
  if (timer !== undefined || document.hidden) return
  tick()
  timer = setInterval(tick, TICK_MS)
}

function stop(): void {
  clearInterval(timer)
  timer = undefined
}

const followVisibility = (): void => {
  if (document.hidden) stop()
  else start()
}

export interface SharedClock {
  /** This computer's time, ms, to the second. */
  readonly local: Readonly<ShallowRef<number>>
  /** Server clock minus this computer's clock, ms. */
  readonly offset: DeepReadonly<ShallowRef<number>>
  /** Server time now, ms. Reactive: reading it in a template makes the template tick. */
  readonly serverNow: () => number
}

/** Joins the shared clock for the life of the calling component or scope. */
export function useClock(): SharedClock {
  watchers += 1
  if (watchers === 1) {
    document.addEventListener('visibilitychange', followVisibility)
    start()
  }
  onScopeDispose(() => {
    watchers -= 1
    if (watchers > 0) return
    document.removeEventListener('visibilitychange', followVisibility)
    stop()
  })
  return { local: readonly(local), offset: readonly(offset), serverNow }
}

export const serverNow = (): number => local.value + offset.value

/** Told by the board's status whenever main has measured the server's clock again. */
export function setClockOffset(milliseconds: number): void {
  offset.value = milliseconds
}
