import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './ui/tokens.css'
import './ui/base.css'
import RootScreen from './app/RootScreen.vue'
import { composeScreens } from './app/compose'
import { i18n } from './i18n'

const app = createApp(RootScreen, composeScreens())
app.use(createPinia()).use(i18n).mount('#app')

// SIDs are set in it. Fetched now, it is there when the first rows come and they need not be laid out twice.
void document.fonts.load("1em 'JetBrains Mono Variable'")
