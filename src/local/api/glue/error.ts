/** An error a Glue operation answers with: the name and message go to the client as they are. */
export class GlueError extends Error {
  /**
   * @param name the error's name in the Glue model, such as EntityNotFoundException
   * @param status HTTP status: 400 for nearly all, 500 for InternalServiceException
   */
  constructor(
    override readonly name: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
