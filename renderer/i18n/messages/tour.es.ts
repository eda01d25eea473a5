/** La visita guiada del primer inicio. */
export const tour = {
  tour: {
    label: 'Visita guiada',
    step: '{at} de {of}',
    skip: 'Omitir',
    next: 'Siguiente',
    done: 'Empezar a trabajar',
    again: 'Hacer la visita guiada',
    views: {
      title: 'Empiece por lo atascado',
      text: 'Cada vista cuenta en vivo. «Atascadas» reúne lo que necesita a alguien; las teclas 1 a 9 cambian de vista.',
    },
    rows: {
      title: 'Cada línea es una reserva',
      text: 'Dice por qué está atascada y desde cuándo. Doble clic o Intro muestra pruebas, cronología y qué hacer.',
    },
    act: {
      title: 'Elija muchas, actúe una vez',
      text: 'Marque filas, o Ctrl+A para todas. Antes de enviar nada se lee de nuevo cada fila y usted ve el plan. Una tarea rechazada puede ofrecerse otra vez; una redirigida sigue pendiente; el cierre nunca termina solo.',
    },
    freshness: {
      title: 'Siempre se ve si está al día',
      text: 'En vivo, atrasado o sin conexión, y cuántas peticiones permite aún TaskRouter.',
    },
    keys: {
      title: 'Todo con el teclado',
      text: 'Pulse ? para ver las teclas y Ctrl+K para todas las órdenes. Esta visita también está ahí.',
    },
  },
}
