import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { catalogue, findProblemKind, NotFound } from '@turnpike/problems';
import type { ProblemKind } from '@turnpike/problems';
import type { FastifyReply } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { PAGE_POLICY, problemListPage, problemPage } from './problem-pages.js';

/** What errors mean: the address in a problem's `type` leads here. A page for browsers, JSON for programs. */
@Controller('problems')
export class ProblemsController {
  /** All kinds. */
  @Get()
  @Access({ kind: 'public', limit: 'publicRead' })
  list(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | { problems: readonly ProblemKind[] } {
    cacheable(reply);
    return prefersHtml(accept) ? html(reply, problemListPage(catalogue)) : { problems: catalogue };
  }

  /** One kind. */
  @Get(':slug')
  @Access({ kind: 'public', limit: 'publicRead' })
  one(
    @Param('slug') slug: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | ProblemKind {
    const kind = findProblemKind(slug);
    if (kind === null) throw new NotFound('Problem');
    cacheable(reply);
    return prefersHtml(accept) ? html(reply, problemPage(kind)) : kind;
  }
}

/** Whether HTML is named, and before JSON if both are; browsers name it first, programs seldom at all. */
function prefersHtml(accept: string | undefined): boolean {
  const types = accept?.toLowerCase() ?? '';
  const at = types.indexOf('text/html');
  const json = types.indexOf('json');
  return at >= 0 && (json < 0 || at < json);
}

function cacheable(reply: FastifyReply): void {
  reply.header('cache-control', 'public, max-age=3600').header('vary', 'Accept');
}

function html(reply: FastifyReply, text: string): string {
  reply.type('text/html; charset=utf-8');
  reply.header('content-security-policy', PAGE_POLICY).header('referrer-policy', 'no-referrer');
  return text;
}
