/** Notas para el turno siguiente y filas que se dejan tranquilas un rato. */
export const notes = {
  notes: {
    later: 'Para más tarde',
    title: 'Nota sobre {name}',
    label: 'Para el turno siguiente',
    hint: 'Se guarda en este equipo hasta {n} días después de terminar la reserva. Nunca se envía a TaskRouter.',
    placeholder: 'Asumida, devuelvo la llamada al cliente',
    add: 'Añadir una nota',
    edit: 'Cambiar la nota',
    save: 'Guardar nota',
    saved: 'Nota guardada',
    removed: 'Nota quitada',
    mark: 'Nota: {text}',
    command: 'Nota sobre la reserva',
  },
  snooze: {
    verb: 'Posponer',
    for: 'Posponer {time}',
    until: 'Pospuesta hasta las {time}',
    done: 'Nada pospuesto | Pospuesta hasta las {time} | {n} reservas pospuestas hasta las {time}',
    ended: 'No había nada pospuesto | Ya no está pospuesta | {n} reservas ya no están pospuestas',
    undo: 'Deshacer',
    end: 'Dejar de posponer',
    count: 'ninguna pospuesta | 1 pospuesta | {n} pospuestas',
    hint: 'Ningún aviso cuenta una reserva pospuesta y ningún plan de un grupo entero se la lleva.',
    command: 'Posponer o dejar de posponer',
  },
} as const
