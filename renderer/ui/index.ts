/** The primitives every screen is made of. Tooltips: put `data-tip="text"` on any element (see UiTooltipHost). */
export { default as CopyText } from './CopyText.vue'
export { default as SidText } from './SidText.vue'
export { default as StatusPill } from './StatusPill.vue'
export { default as TimeText } from './TimeText.vue'
export { default as UiBadge } from './UiBadge.vue'
export { default as UiBanner } from './UiBanner.vue'
export { default as UiButton } from './UiButton.vue'
export { default as UiCheckbox } from './UiCheckbox.vue'
export { default as UiContextMenu } from './UiContextMenu.vue'
export { default as UiDialog } from './UiDialog.vue'
export { default as UiEmpty } from './UiEmpty.vue'
export { default as UiField } from './UiField.vue'
export { default as UiIconButton } from './UiIconButton.vue'
export { default as UiInput } from './UiInput.vue'
export { default as UiKbd } from './UiKbd.vue'
export { default as UiMenu } from './UiMenu.vue'
export { default as UiPopover } from './UiPopover.vue'
export { default as UiProgress } from './UiProgress.vue'
export { default as UiScreen } from './UiScreen.vue'
export { default as UiSegmented } from './UiSegmented.vue'
export { default as UiSelect } from './UiSelect.vue'
export { default as UiSkeleton } from './UiSkeleton.vue'
export { default as UiSparkline } from './UiSparkline.vue'
export { default as UiSpinner } from './UiSpinner.vue'
export { default as UiSwitch } from './UiSwitch.vue'
export { default as UiToastHost } from './UiToastHost.vue'
export { default as UiTooltipHost } from './UiTooltipHost.vue'

export { announce } from './announcer'
export { serverNow, setClockOffset, useClock } from './clock'
export {
  formatClockTime,
  formatCount,
  formatDuration,
  formatInstant,
  formatSpan,
  formatTimeOfDay,
  shortSid,
} from './format'
export { isApple, keyCaps, spokenKeys } from './keys'
export type { MenuEntry, MenuItem } from './menu'
export { useOverflow } from './overflow'
export { focusPage, focusPageIfLost, keepFocus } from './page-focus'
export { statusLook, isKnownStatus } from './statuses'
export { dismissToast, showToast, useToastLift } from './toasts'
export type { Tone } from './tones'
