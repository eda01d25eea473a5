import { createPinia } from 'pinia'
import { createApp } from 'vue'
import RootScreen from './app/RootScreen.vue'
import { composeScreens } from './app/compose'
import { i18n } from './i18n'

/** Puts the console into the page. */
export function mountConsole(): void {
  const app = createApp(RootScreen, composeScreens())
  app.use(createPinia()).use(i18n).mount('#app')
}
