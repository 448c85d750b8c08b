/** The style of the pay page, light or dark as the browser is. */
export const PAGE_STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:26rem;padding:1.5rem 1rem;text-align:center}
h1{font-size:1.25rem;margin:.5rem 0}
.price{font-size:2rem;font-weight:600;margin:0}
.what{overflow-wrap:anywhere;opacity:.75;margin:.25rem 0 1rem}
.test{border:1px solid #d97400;border-radius:8px;padding:.75rem;margin:1rem 0 .5rem}
svg{background:#fff;border-radius:12px;max-width:100%;height:auto}
button,a.button{font:inherit;padding:.55rem 1rem;margin:.25rem;border-radius:8px;border:1px solid currentColor;
background:none;color:inherit;text-decoration:none;cursor:pointer;display:inline-block}
[hidden]{display:none}
a.button,#pay-here{background:#d97400;border-color:#d97400;color:#000}
form{display:flex;flex-wrap:wrap;gap:.5rem}
form label{flex:1 0 100%}
form button{margin:0}
input{font:14px ui-monospace,monospace;flex:1;min-width:0;box-sizing:border-box;padding:.6rem;border-radius:8px;border:1px solid #888}
label{display:block;margin:1.25rem 0 .25rem}
[role=status]{min-height:1.5em;margin-top:1rem;font-weight:600}
pre{text-align:left;white-space:pre-wrap;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid #888}
img{max-width:100%}
small{opacity:.75}`;

/** The digest of the style, for the page's policy. */
export const PAGE_STYLE_SHA256 = 'yF7r5cqk3KdYZal1DAPDcz0g0Vkoi+4ScaRp4hskzzY=';
