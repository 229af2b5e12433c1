/** Signing in and out. */
const en = {
  what: 'Answer people who ask for their data: find them, show, correct or erase what is held, and prove it.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  cancel: 'Cancel',
  organization: 'Organisation',
  developmentToken: 'Use a development token',
  token: 'Token',
  useToken: 'Use this token',
  ended: 'Your session has ended.',
  endedHelp: 'What you see stays here. Sign in again to go on.',
  until: (time: string) => `until ${time}`,
};
const es: typeof en = {
  what: 'Responda a quien pide sus datos: encuentre a la persona, muestre, corrija o borre lo que se guarda, y demuéstrelo.',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  cancel: 'Cancelar',
  organization: 'Organización',
  developmentToken: 'Usar un token de desarrollo',
  token: 'Token',
  useToken: 'Usar este token',
  ended: 'Su sesión ha terminado.',
  endedHelp: 'Lo que ve se conserva aquí. Inicie sesión de nuevo para continuar.',
  until: (time) => `hasta ${time}`,
};
export const signing = { en, es };
