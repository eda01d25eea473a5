import type { Channel } from '../../preload/contract/channels'

export interface Allowance {
  readonly perSecond: number
  readonly burst: number
}

const USUAL: Allowance = { perSecond: 40, burst: 120 }

/** Calls that reach the network, the keychain or the disk are rarer than a person can press a key. */
const RARE: Allowance = { perSecond: 1, burst: 5 }

const ALLOWANCES: Partial<Record<Channel, Allowance>> = {
  'app/openExternal': RARE,
  'app/openFolder': RARE,
  'app/menu': { perSecond: 5, burst: 20 },
  'app/quit': RARE,
  'app/supportPreview': RARE,
  'app/supportSave': RARE,
  'connection/draft': RARE,
  'connection/connect': RARE,
  'connection/replace': RARE,
  'connection/practice': RARE,
  'connection/select': RARE,
  'connection/retry': RARE,
  'connection/signOut': RARE,
  'connection/check': RARE,
  'lock/unlock': { perSecond: 2, burst: 5 },
  'lock/setPin': RARE,
  'lock/removePin': RARE,
  'lock/giveUp': RARE,
  'network/setProxyPassword': RARE,
  'network/forgetProxyPassword': RARE,
  'network/addCertificate': RARE,
  'network/removeCertificate': RARE,
  'network/check': RARE,
  'practice/reset': RARE,
  'bulk/run': { perSecond: 2, burst: 5 },
  'bulk/export': RARE,
  'history/export': RARE,
  'board/export': RARE,
  'notes/write': { perSecond: 4, burst: 20 },
  'views/export': RARE,
  'views/import': RARE,
  'board/worker': { perSecond: 4, burst: 20 },
  'board/subscribe': { perSecond: 2, burst: 10 },
  'board/refresh': { perSecond: 1, burst: 5 },
}

/** A token bucket per channel, so that a page gone wild cannot keep main from its work. */
export class RateLimit {
  readonly #now: () => number
  readonly #buckets = new Map<Channel, { tokens: number; at: number }>()

  /** @param now monotonic time in ms */
  constructor(now: () => number) {
    this.#now = now
  }

  allows(channel: Channel): boolean {
    const { perSecond, burst } = ALLOWANCES[channel] ?? USUAL
    const now = this.#now()
    const bucket = this.#buckets.get(channel) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    const allowed = tokens >= 1
    this.#buckets.set(channel, { tokens: allowed ? tokens - 1 : tokens, at: now })
    return allowed
  }
}
