import {
  AlertTriangle,
  BellRing,
  Bookmark,
  CircleCheckBig,
  CirclePlay,
  Clock,
  Flag,
  Layers,
  List,
  Mail,
  MessageSquare,
  Moon,
  NotebookPen,
  Phone,
  Star,
  TriangleAlert,
  Users,
  Zap,
} from '@lucide/vue'
import type { Component } from 'vue'
import { VIEW_ICONS } from '../../preload/contract/settings'
import type { BoardView, BuiltInView } from './views'

export type ViewIcon = (typeof VIEW_ICONS)[number]

export const OWN_ICONS: Readonly<Record<ViewIcon, Component>> = {
  bookmark: Bookmark,
  star: Star,
  flag: Flag,
  phone: Phone,
  message: MessageSquare,
  mail: Mail,
  users: Users,
  clock: Clock,
  alert: AlertTriangle,
  layers: Layers,
  moon: Moon,
  zap: Zap,
}

const BUILT_IN: Readonly<Record<BuiltInView, Component>> = {
  stuck: TriangleAlert,
  pending: BellRing,
  accepted: CirclePlay,
  wrapping: NotebookPen,
  ended: CircleCheckBig,
  all: List,
}

export const isViewIcon = (name: string | null): name is ViewIcon =>
  name !== null && (VIEW_ICONS as readonly string[]).includes(name)

const isBuiltIn = (id: string): id is BuiltInView => id in BUILT_IN

export function iconOfView({ id, icon }: Pick<BoardView, 'id' | 'icon'>): Component {
  if (isBuiltIn(id)) return BUILT_IN[id]
  return isViewIcon(icon) ? OWN_ICONS[icon] : Bookmark
}
