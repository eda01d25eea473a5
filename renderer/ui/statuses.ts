import {
  Ban,
  BellRing,
  CircleCheck,
  CircleHelp,
  CirclePlay,
  CircleX,
  NotebookPen,
  TimerOff,
  Undo2,
} from '@lucide/vue'
import type { Component } from 'vue'
import { RESERVATION_STATUSES, type KnownReservationStatus } from '../../preload/contract/board'
import type { Tone } from './tones'

export interface StatusLook {
  readonly tone: Tone
  readonly icon: Component
}

const LOOKS: Readonly<Record<KnownReservationStatus, StatusLook>> = {
  pending: { tone: 'warning', icon: BellRing },
  accepted: { tone: 'info', icon: CirclePlay },
  wrapping: { tone: 'violet', icon: NotebookPen },
  rejected: { tone: 'neutral', icon: CircleX },
  timeout: { tone: 'neutral', icon: TimerOff },
  canceled: { tone: 'neutral', icon: Ban },
  rescinded: { tone: 'neutral', icon: Undo2 },
  completed: { tone: 'success', icon: CircleCheck },
}

const UNKNOWN: StatusLook = { tone: 'neutral', icon: CircleHelp }

export const isKnownStatus = (status: string): status is KnownReservationStatus =>
  (RESERVATION_STATUSES as readonly string[]).includes(status)

/** Icon and tone of a reservation status; a status that this program does not know still gets a look. */
export const statusLook = (status: string): StatusLook => (isKnownStatus(status) ? LOOKS[status] : UNKNOWN)
