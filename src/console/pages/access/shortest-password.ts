/** As the contract says; repeated because the browser bundle carries no schemas, and the server has the last word. */
export const shortestPassword = 12;
