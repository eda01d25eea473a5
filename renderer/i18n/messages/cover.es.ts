/** What covers the window while nobody sits in front of it. */
export const cover = {
  cover: {
    title: 'Tapada',
    lead: 'Parecía que no había nadie, así que la consola oculta lo que muestra. El trabajo sigue.',
    show: 'Mostrar la consola',
  },
}
