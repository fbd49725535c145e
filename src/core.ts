/** What showing users and runs needs, and every command as well. */
export { History } from "./ui/changes/history";
export { openSession } from "./ui/connections/openSession";
export { Users } from "./ui/users/users";
