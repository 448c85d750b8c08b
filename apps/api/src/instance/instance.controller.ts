import { Controller, Get } from '@nestjs/common';
import { Access } from '../http/access.decorator.js';
import type { InstanceView } from './instance-view.js';
import { ReadInstance } from './read-instance.js';

/** The instance itself, for whoever runs it. */
@Controller('api/admin/instance')
export class InstanceController {
  constructor(private readonly instance: ReadInstance) {}

  /** How it is doing. */
  @Get()
  @Access({ kind: 'admin' })
  get(): Promise<InstanceView> {
    return this.instance.run();
  }
}
