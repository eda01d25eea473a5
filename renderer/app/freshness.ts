import { CircleCheck, CloudOff, Hand, Hourglass, RefreshCw, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'
import type { BoardPhase, BoardStatus } from '../../preload/contract/board'
import type { Tone } from '../ui'
import { translate } from '../i18n'
import { formatCount, formatDuration } from '../ui/format'

export interface Freshness {
  readonly tone: Tone
  readonly icon: Component
  readonly text: string
}

const LOOKS: Readonly<Record<BoardPhase, { readonly tone: Tone; readonly icon: Component }>> = {
  idle: { tone: 'neutral', icon: Hourglass },
  reading: { tone: 'info', icon: RefreshCw },
  live: { tone: 'success', icon: CircleCheck },
  stale: { tone: 'warning', icon: TriangleAlert },
  offline: { tone: 'danger', icon: CloudOff },
  blocked: { tone: 'danger', icon: Hand },
}

/** Data younger than this is simply “live”: a counter that jumps between 1 s and 3 s says nothing. */
const QUIET_MS = 10_000

/** How fresh the board is, in a word, an icon and a colour. `now` is server time, ms. */
export function freshnessOf(status: BoardStatus | null, now: number, locale: string): Freshness {
  const phase = status?.phase ?? 'idle'
  return {
    ...LOOKS[phase],
    text: status === null ? translate('freshness.idle') : textOf(status, now, locale),
  }
}

function textOf({ phase, progress, freshAt }: BoardStatus, now: number, locale: string): string {
  const age = freshAt === null ? null : now - freshAt
  const time = age === null ? null : formatDuration(age, locale)
  switch (phase) {
    case 'idle':
      return translate('freshness.idle')
    case 'reading':
      return progress === null
        ? translate('freshness.readingUnknown')
        : translate('freshness.reading', {
            done: formatCount(progress.done, locale),
            about: formatCount(progress.about, locale),
          })
    case 'live':
      return age === null || time === null || age < QUIET_MS
        ? translate('freshness.live')
        : translate('freshness.liveAgo', { time })
    case 'stale':
      return time === null ? translate('freshness.staleUnknown') : translate('freshness.stale', { time })
    case 'offline':
      return time === null ? translate('freshness.offline') : translate('freshness.offlineAgo', { time })
    case 'blocked':
      return translate('freshness.blocked')
  }
}
