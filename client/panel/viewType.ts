/** The panel's name to VS Code, which brings panels of this type back after a reload. */
export const VIEW_TYPE = 'vitConfig.model';
