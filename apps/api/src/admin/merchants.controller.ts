import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { MerchantId } from '@turnpike/l402';
import type { LoginLink } from '@turnpike/members';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CreateMerchantDto } from './create-merchant.dto.js';
import { IssueMerchantKeyDto } from './issue-merchant-key.dto.js';
import { ListMerchantsDto } from './list-merchants.dto.js';
import { MerchantIdPipe } from './merchant-id.pipe.js';
import type { MerchantDetailView } from './merchant-view.js';
import { OperatorDesk } from './operator-desk.js';
import type { CreatedMerchantView, MerchantPageView, RetiredResourceView } from './operator-desk.js';
import { RetiredResourceDto } from './retired-resource.dto.js';
import { UpdateMerchantDto } from './update-merchant.dto.js';

/** The merchants of this instance, for whoever runs it. */
@Controller('api/admin/merchants')
export class MerchantsController {
  constructor(private readonly desk: OperatorDesk) {}

  /** One page of merchants. */
  @Get()
  @Access({ kind: 'admin' })
  list(@Query() query: ListMerchantsDto): Promise<MerchantPageView> {
    return this.desk.list(query);
  }

  /** Makes a merchant. */
  @Post()
  @Access({ kind: 'admin' })
  create(@Body() body: CreateMerchantDto, @CurrentAuthor() by: Author): Promise<CreatedMerchantView> {
    return this.desk.create(body, by);
  }

  /** One merchant. */
  @Get(':id')
  @Access({ kind: 'admin' })
  get(@Param('id', MerchantIdPipe) id: MerchantId): Promise<MerchantDetailView> {
    return this.desk.get(id);
  }

  /** Changes what is sent and leaves the rest. */
  @Put(':id')
  @Access({ kind: 'admin' })
  update(
    @Param('id', MerchantIdPipe) id: MerchantId,
    @Body() body: UpdateMerchantDto,
    @CurrentAuthor() by: Author,
  ): Promise<MerchantDetailView> {
    return this.desk.update(id, body, by);
  }

  /** Makes a key for a merchant who lost theirs. */
  @Post(':id/api-keys')
  @Access({ kind: 'admin' })
  issueKey(
    @Param('id', MerchantIdPipe) id: MerchantId,
    @Body() body: IssueMerchantKeyDto,
    @CurrentAuthor() by: Author,
  ): Promise<{ readonly apiKey: string }> {
    return this.desk.issueKey(id, body, by);
  }

  /** Makes a link that signs in for the merchant, once. */
  @Post(':id/login-link')
  @Access({ kind: 'admin' })
  loginLink(@Param('id', MerchantIdPipe) id: MerchantId, @CurrentAuthor() by: Author): Promise<LoginLink> {
    return this.desk.loginLink(id, by);
  }

  /** Sells a resource no more. */
  @Put(':id/retired-resources')
  @Access({ kind: 'admin' })
  retire(
    @Param('id', MerchantIdPipe) id: MerchantId,
    @Body() body: RetiredResourceDto,
    @CurrentAuthor() by: Author,
  ): Promise<RetiredResourceView> {
    return this.desk.retire(id, body.resource, by);
  }

  /** Sells it again. */
  @Delete(':id/retired-resources')
  @HttpCode(204)
  @Access({ kind: 'admin' })
  restore(
    @Param('id', MerchantIdPipe) id: MerchantId,
    @Body() body: RetiredResourceDto,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    return this.desk.restore(id, body.resource, by);
  }
}
