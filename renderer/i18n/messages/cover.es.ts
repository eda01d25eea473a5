/** What covers the window while nobody sits in front of it. */
export const cover = {
  cover: {
    title: 'La consola está tapada',
    lead: 'Oculta lo que muestra. El trabajo sigue.',
    noLock: 'Cualquiera puede destaparla. Con un PIN se bloquea de verdad: Ajustes › Bloqueo.',
    show: 'Mostrar la consola',
  },
}
