import type { Component } from 'vue'

export interface MenuItem {
  readonly kind: 'item'
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly icon?: Component
  readonly keys?: string
  readonly checked?: boolean
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}

/** What a `UiMenu` shows, top to bottom. */
export type MenuEntry =
  | MenuItem
  | { readonly kind: 'label'; readonly id: string; readonly label: string }
  | { readonly kind: 'separator'; readonly id: string }
