import { entityLoader, type OrganizationEntity, type ServiceContext } from '../kit';

/** Rows of an entity by id, in one statement for any number of them. */
export const loaderOf = <T extends OrganizationEntity>(context: ServiceContext, entity: new () => T) =>
  context.loader(entity.name, () => entityLoader(context.db, entity));
