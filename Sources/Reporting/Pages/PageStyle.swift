/// How every page looks: one column of text, hairlines for boxes, colours with one job each, light, dark and on paper.
enum PageStyle {
    static let text = """
        :root{color-scheme:light dark;--dusk:color-mix(in srgb,var(--ink) 18%,transparent);\(variables(.light, heat: "#d97a1e", cool: "#2f78c4"))\
        --sans:system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;\
        --book:Charter,"Iowan Old Style","Palatino Linotype","Noto Serif","DejaVu Serif",Georgia,serif}
        @media (prefers-color-scheme:dark){:root{\(variables(.dark, heat: "#f0943f", cool: "#5aa2ec"))}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 var(--sans);overflow-wrap:break-word}
        .skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.25rem .5rem}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        a,.skip{color:var(--accent)}
        .top,main,footer{max-width:80rem;margin:0 auto;padding:0 1.5rem}
        .top{padding-block:.75rem;color:var(--soft)}.top b{color:var(--ink);font-size:1.125rem;margin-right:.75rem}
        h1,h2,h3{font-weight:600;text-wrap:pretty}h1{font-size:1.4375rem;line-height:1.35;margin:.75rem 0;max-width:46rem;\
        display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:6;overflow:hidden}
        h2{font-size:1.1875rem;line-height:1.35;margin:0 0 .75rem}
        main>h2{margin-top:2.5rem;padding-top:1.25rem;border-top:1px solid var(--line)}main>h3{margin-top:1.75rem}
        h3{font-size:1rem;line-height:1.4;margin:0 0 .5rem}
        p,.notes,pre{margin:.5rem 0;max-width:46rem}.lead{color:var(--soft)}
        pre{font:.875rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        .scroll.whole{max-height:none}.scroll.math{max-height:none;margin:.5rem 0;padding:0 .5rem 0 .125rem}.math div{padding-block:.375rem;font-size:1.0625rem}.math mtd{text-align:start;padding:.3em 0}
        .math mtr+mtr mtd{padding-inline-start:1.25em}.math mfrac>mrow{padding-block:.15em}.math mtext{font-family:var(--book);white-space:pre-wrap}
        figure{margin:1.75rem 0;max-width:44rem}figcaption{max-width:46rem}
        .chart{display:block;width:100%;height:auto}.chart.narrow{display:none}.margin{display:none}
        .charts,.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:0 3.5rem;margin:1.75rem 0}
        .charts figure,.pair figure{margin:0 0 1.75rem}
        .note,.more,.files,.key,summary,.notes{color:var(--soft);font-size:.875rem}.notes{padding-left:1.1rem;margin-top:2rem}
        .terms{color:var(--soft);font-size:.875rem;max-width:46rem;margin:1.5rem 0 0;padding-top:.75rem;border-top:1px solid var(--line)}
        .terms dt{font-weight:600}.terms dd{margin:0 0 .5rem 1.1rem}
        .more{margin:.4rem 0}.files{margin:.4rem 0;display:flex;gap:1rem}
        summary{cursor:pointer;width:fit-content;line-height:1.75}
        .figures{float:left;margin-right:1.5rem;padding-top:.25rem}.figures[open]{float:none}figure::after{content:"";display:block;clear:both}
        figure .files{margin:0;padding-top:.25rem}
        .files button,th button{all:unset;cursor:pointer}.files button{color:var(--accent);text-decoration:underline;\
        text-decoration-thickness:1px;text-underline-offset:2px;line-height:1.75}
        .files button:focus-visible,th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .table{margin:1rem 0 1.5rem}.data{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline;margin:0}
        .data[hidden]{display:none}.data .more,.data .files{margin:.15rem 0}
        .scroll{overflow:auto;max-height:46rem;width:fit-content;max-width:100%;\
        background:linear-gradient(var(--ground) 40%,transparent) local,\
        linear-gradient(transparent,var(--ground) 60%) 0 100% local,\
        linear-gradient(90deg,var(--ground) 40%,transparent) local,\
        linear-gradient(90deg,transparent,var(--ground) 60%) 100% 0 local,\
        linear-gradient(var(--dusk),transparent) scroll,linear-gradient(transparent,var(--dusk)) 0 100% scroll,\
        linear-gradient(90deg,var(--dusk),transparent) scroll,\
        linear-gradient(90deg,transparent,var(--dusk)) 100% 0 scroll;background-repeat:no-repeat;\
        background-size:100% 2.5rem,100% 2.5rem,2.5rem 100%,2.5rem 100%,100% 1rem,100% 1rem,1rem 100%,1rem 100%}
        table{border-collapse:separate;border-spacing:0;font-size:.9375rem;font-variant-numeric:tabular-nums}
        th{position:sticky;top:0;background:var(--ground);font-weight:500;color:var(--soft);text-align:left;\
        vertical-align:bottom;border-bottom:1px solid var(--ink);line-height:1.25}
        th,td{padding:.25rem .625rem}td{border-bottom:1px solid var(--line);white-space:nowrap;text-align:left;unicode-bidi:plaintext}\
        td.long{white-space:normal;min-width:12rem;max-width:32rem}td:first-child:not(.n){min-width:8rem}
        th:first-child,td:first-child{padding-left:.125rem}.n{text-align:right}
        th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
        th button:hover{color:var(--ink)}
        .strip{display:block;height:1.125rem;fill:var(--accent)}.strip .ground{fill:none;stroke:var(--line)}
        .reading{font:1.1875rem/2.1 var(--book)}.w{border-radius:2px;border-bottom:calc(var(--s)*5px) solid var(--heat);\
        background:color-mix(in srgb,var(--heat) calc(var(--s)*38%),transparent)}
        .w.below{border-bottom:calc(var(--s)*5px) dashed var(--cool);\
        background:color-mix(in srgb,var(--cool) calc(var(--s)*38%),transparent)}
        a.w{color:inherit;text-decoration:none}a.w:hover{outline:1px solid var(--ink)}
        a.w:focus-visible::after{content:attr(title);position:fixed;inset:auto 0 0 0;z-index:1;padding:.5rem 1.5rem;\
        background:var(--ground);color:var(--ink);border-top:2px solid var(--accent);font:1rem/1.5 var(--sans)}
        .series{border:0;margin:.25rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.875rem;color:var(--soft)}
        .series legend{float:left;padding:0;margin-right:1rem}.series label{display:inline-flex;gap:.375rem;align-items:center}
        .series input{width:auto;margin:0;accent-color:var(--accent)}
        .key .w{white-space:nowrap;color:var(--ink);padding:0 .5rem;margin-right:.5rem}
        .kwic td.before{text-align:end}.kwic td.after{text-align:start}.kwic td.node{font-weight:700;color:var(--ink);text-align:center}\
        .kwic,.passage blockquote{font-family:var(--book)}
        .m0,.m1,.m2{text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1.5px}
        .m0{color:var(--accent)}.m1{color:var(--second);text-decoration-style:double}\
        .m2{color:var(--third);text-decoration-style:dotted;text-decoration-thickness:2.5px}
        .choices{display:flex;flex-wrap:wrap;gap:.125rem .875rem;max-width:none;font-size:.9375rem}\
        .choices span{color:var(--soft)}.ways{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9375rem}
        .command{color:var(--soft);max-width:none}.passage{max-width:46rem}.passage blockquote{margin:.75rem 0;padding-left:1rem;border-left:2px solid var(--line);\
        font-size:1.125rem;line-height:1.7}.passage blockquote p{white-space:pre-wrap;max-width:none}
        mark{color:inherit;font-weight:700;background:color-mix(in srgb,var(--heat) 30%,transparent);\
        border-bottom:2px solid var(--heat)}
        footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-block:.75rem 2rem;color:var(--soft);\
        font-size:.875rem}
        footer p{max-width:none;overflow-wrap:anywhere}
        code span,kbd span,.long span{display:inline-block;max-width:100%}code,kbd{font:.875rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace;color:var(--ink);padding:.2rem .4rem;\
        background:color-mix(in srgb,var(--ink) 6%,transparent);border-radius:3px}
        .brushed{--mark:color-mix(in srgb,var(--accent) 16%,transparent)}tr.on td{background:var(--mark)}
        .chart .dot.on{stroke-width:13px}.chart .full.on,.chart .open.on{stroke:currentColor;stroke-width:5px}
        @media (min-width:64rem){.pair.brushed{grid-template-columns:minmax(0,36rem) minmax(0,1fr);gap:0 2rem}\
        .brushed figure{position:sticky;top:1rem;align-self:start}}
        @media (min-width:80rem){.charts{grid-template-columns:repeat(2,minmax(0,1fr))}\
        .pair:not(.brushed){grid-template-columns:minmax(0,38rem) minmax(0,1fr);gap:0 2rem}\
        .charts>:first-child:nth-last-child(3){grid-row:span 2}}
        @media screen and (min-width:64rem){.projected{font-size:137.5%}.projected pre,.projected kbd{font-size:1rem}
        .projected .scroll{max-height:none}.projected .pair{display:block}.projected figure{max-width:52rem}}
        @media (max-width:64rem){.scroll:has(>.kwic){width:100%}.kwic{width:100%}.kwic td{padding-inline:.25rem}
        .kwic .before,.kwic .after{width:50%;max-width:0}.kwic div{display:flex;overflow:hidden}.kwic div span{flex:none}\
        .kwic .before div{justify-content:flex-end}.kwic .from{max-width:5.5rem;min-width:0!important;overflow:hidden;\
        text-overflow:ellipsis}
        .kwic[dir=ltr] .before div,.kwic[dir=rtl] .after div{mask-image:linear-gradient(90deg,transparent,#000 1.5rem)}
        .kwic[dir=rtl] .before div,.kwic[dir=ltr] .after div{mask-image:linear-gradient(-90deg,transparent,#000 1.5rem)}}
        @media (max-width:38rem){.top,main,footer{padding-inline:1rem}h1{font-size:1.25rem}
        .chart.wide{display:none}.chart.narrow{display:block;max-width:28rem}
        table{font-size:.875rem}.math div{font-size:.875rem}.math mtr+mtr mtd{padding-inline-start:.5em}th,td{padding:.2rem .4rem}td:first-child:not(.n){min-width:0}.reading{font-size:1.0625rem}}
        @page{margin:1.5cm}
        @media print{.kwic div{mask-image:none!important}:root{\(variables(.light, heat: "#d97a1e", cool: "#2f78c4"))--ground:#fff}body{font-size:10.5pt}table{font-size:8pt}th,td{padding:.15rem .3rem}
        .skip,.files,.data,details,.series,.ways{display:none}.top,main,footer{padding:0;max-width:none}
        .chart.wide{display:block}.chart.narrow{display:none}.charts,.pair{display:block}
        .scroll{overflow:visible;max-height:none;background:none}figure,tr,.words p{break-inside:avoid}h2,h3,figcaption{break-after:avoid}
        thead{display:table-header-group}th{position:static}.w{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """

    private static func variables(_ palette: ColourPalette, heat: String, cool: String) -> String {
        "--ground:\(palette.ground);--ink:\(palette.ink);--soft:\(palette.soft);--line:\(palette.grid);"
            + "--accent:\(palette.series[0]);--second:\(palette.series[1]);--third:\(palette.series[2]);--heat:\(heat);--cool:\(cool);"
    }
}
