import { onScopeDispose, readonly, shallowRef, watch, type ShallowRef } from 'vue'
import type { Tone } from './tones'

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

export interface Toast {
  readonly id: number
  readonly tone: Extract<Tone, 'success' | 'info' | 'warning' | 'danger'>
  readonly text: string
  readonly detail: string | null
  readonly action: ToastAction | null
  /** Errors stay until they are dismissed. */
  readonly sticky: boolean
}

const MOST_AT_ONCE = 4
let lastId = 0

/** Toasts on screen, oldest first. */
export const toasts = shallowRef<readonly Toast[]>([])

const lift = shallowRef(0)

/** Px above the window's edge that belong to something which a toast must not cover. */
export const toastLift = readonly(lift)

/** Keeps toasts above a bar at the window's edge, for the life of the calling component. */
export function useToastLift(bar: Readonly<ShallowRef<HTMLElement | null>>): void {
  watch(bar, (element) => {
    lift.value = element?.offsetHeight ?? 0
  })
  onScopeDispose(() => {
    lift.value = 0
  })
}

export function showToast(
  tone: Toast['tone'],
  text: string,
  options: { readonly detail?: string; readonly action?: ToastAction } = {},
): number {
  lastId += 1
  const toast: Toast = {
    id: lastId,
    tone,
    text,
    detail: options.detail ?? null,
    action: options.action ?? null,
    sticky: tone === 'danger',
  }
  // The same message again takes the place of the old one: ten failures in a row are one toast.
  const others = toasts.value.filter((shown) => shown.text !== text || shown.detail !== toast.detail)
  toasts.value = [...others, toast].slice(-MOST_AT_ONCE)
  return toast.id
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}
