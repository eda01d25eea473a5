import {
  CalendarX2,
  Check,
  CircleCheck,
  CircleX,
  CornerUpRight,
  NotebookPen,
  PhoneForwarded,
  PhoneOutgoing,
  SlidersHorizontal,
  SquareCheck,
  Trash2,
  UserCog,
  Users,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { ActionId } from './actions'

/** The picture of each action, the same in the bar, in menus and in the palette. */
export const ACTION_ICONS: Readonly<Record<ActionId, Component>> = {
  reject: CircleX,
  accept: Check,
  complete: CircleCheck,
  wrapUp: NotebookPen,
  redirect: CornerUpRight,
  dequeue: PhoneForwarded,
  call: PhoneOutgoing,
  conference: Users,
  moveWorker: UserCog,
  setCapacity: SlidersHorizontal,
  completeTask: SquareCheck,
  cancelTask: CalendarX2,
  deleteTask: Trash2,
}
