# The brief, from sections, sources and data to PDF, HTML and DOCX.

import sys

sys.path.insert(0, f"{workflow.basedir}/scripts")

from brief.workflow import code, read_workflow

brief = read_workflow(config)


rule all:
    default_target: True
    input:
        "build/brief.pdf",
        "build/brief.html",
        "build/brief.docx",
        "build/CITATION.cff",
        "build/manifest.json",
        "build/brief.crate.zip",
        "build/links.html",
        "build/links.json",
        "build/links.xml",


# Nothing is made of a brief that is at fault. The check goes first and takes all cores, so that
# charts and tables, which do not depend on it, wait for its verdict without being redrawn for it.
rule check_brief:
    input:
        code("check_brief.py"),
        program=code("check_brief.py")[0],
        metadata=brief.metadata,
        sections=brief.sections,
        pictures=brief.pictures,
        bib=brief.bib,
        data=brief.data,
        exhibits=list(brief.programs.values()),
        ledger=brief.ledger,
        tokens=brief.style("tokens.yaml"),
        fonts=brief.fonts,
    output:
        "build/parts/checked.txt",
    log:
        "build/logs/check_brief.log",
    priority: 1
    conda:
        "envs/brief.yaml"
    threads: workflow.cores
    params:
        data=lambda _: brief.descriptor,
        ledger=brief.history,
        fonts=lambda _: brief.style("fonts"),
        uncited_source=brief.settings["uncited_source"],
    shell:
        "python {input.program} --metadata {input.metadata} --sections {input.sections}"
        " --bib {input.bib} --data {params.data} --exhibits {input.exhibits}"
        " --ledger {params.ledger} --tokens {input.tokens} --fonts {params.fonts}"
        " --uncited-source {params.uncited_source} --out {output} --log {log}"


rule draw_chart:
    input:
        code("draw_chart.py"),
        brief.fonts,
        lambda wildcards: brief.data_of(wildcards.label),
        program=code("draw_chart.py")[0],
        chart=lambda wildcards: brief.programs[wildcards.label],
        tokens=brief.style("tokens.yaml"),
    output:
        json="build/parts/exhibits/{label}.json",
        svg="build/parts/exhibits/{label}.svg",
        png="build/parts/exhibits/{label}.png",
    log:
        "build/logs/draw_chart-{label}.log",
    wildcard_constraints:
        label=brief.kind("fig-"),
    conda:
        "envs/brief.yaml"
    params:
        lang=brief.lang,
        data=lambda _: brief.descriptor,
        bib=brief.bib,
        fonts=lambda _: brief.style("fonts"),
    shell:
        "python {input.program} --chart {input.chart} --lang {params.lang} --data {params.data}"
        " --bib {params.bib} --tokens {input.tokens} --fonts {params.fonts}"
        " --out {output.json} --log {log}"


rule compose_table:
    input:
        code("compose_table.py"),
        lambda wildcards: brief.data_of(wildcards.label),
        program=code("compose_table.py")[0],
        table=lambda wildcards: brief.programs[wildcards.label],
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/exhibits/{label}.json",
    log:
        "build/logs/compose_table-{label}.log",
    wildcard_constraints:
        label=brief.kind("tbl-"),
    conda:
        "envs/brief.yaml"
    params:
        lang=brief.lang,
        data=lambda _: brief.descriptor,
        bib=brief.bib,
    shell:
        "python {input.program} --table {input.table} --lang {params.lang} --data {params.data}"
        " --bib {params.bib} --tokens {input.tokens} --out {output} --log {log}"


rule assemble_manuscript:
    input:
        code("assemble_manuscript.py"),
        brief.data,
        checked=rules.check_brief.output,
        program=code("assemble_manuscript.py")[0],
        metadata=brief.metadata,
        sections=brief.sections,
        bib=brief.bib,
        csl=brief.style("notes.csl"),
        exhibits=brief.exhibits,
        ledger=brief.ledger,
    output:
        "build/parts/manuscript.json",
    log:
        "build/logs/assemble_manuscript.log",
    conda:
        "envs/brief.yaml"
    params:
        data=lambda _: brief.descriptor,
        ledger=brief.history,
    shell:
        "python {input.program} --metadata {input.metadata} --sections {input.sections}"
        " --bib {input.bib} --csl {input.csl} --data {params.data} --exhibits {input.exhibits}"
        " --ledger {params.ledger} --out {output} --log {log}"


rule describe_brief:
    input:
        code("describe_brief.py"),
        brief.data,
        program=code("describe_brief.py")[0],
        metadata=brief.metadata,
        bib=brief.bib,
    output:
        description="build/parts/description.json",
        citation="build/CITATION.cff",
    log:
        "build/logs/describe_brief.log",
    conda:
        "envs/brief.yaml"
    params:
        data=lambda _: brief.descriptor,
    shell:
        "python {input.program} --metadata {input.metadata} --bib {input.bib} --data {params.data}"
        " --out {output.description} --out-citation {output.citation} --log {log}"


rule list_inputs:
    input:
        code("list_inputs.py"),
        program=code("list_inputs.py")[0],
        inputs=brief.content,
    output:
        "build/parts/inputs.json",
    log:
        "build/logs/list_inputs.log",
    conda:
        "envs/brief.yaml"
    shell:
        "python {input.program} {input.inputs} --out {output} --log {log}"


rule render_pdf:
    input:
        code("render_pdf.py"),
        brief.fonts,
        brief.pictures,
        program=code("render_pdf.py")[0],
        manuscript=rules.assemble_manuscript.output,
        inputs=rules.list_inputs.output,
        attached=[*brief.data, brief.bib, *brief.ledger],
        template=brief.style("brief.typ"),
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/brief.pdf",
    log:
        "build/logs/render_pdf.log",
    conda:
        "envs/brief.yaml"
    params:
        fonts=lambda _: brief.style("fonts"),
    shell:
        "python {input.program} --manuscript {input.manuscript} --template {input.template}"
        " --tokens {input.tokens} --fonts {params.fonts}"
        " --inputs {input.inputs} --attach {input.attached} --out {output} --log {log}"


rule render_html:
    input:
        code("render_html.py"),
        brief.fonts,
        brief.pictures,
        program=code("render_html.py")[0],
        manuscript=rules.assemble_manuscript.output,
        description=rules.describe_brief.output.description,
        template=brief.style("brief.html"),
        css=brief.style("brief.css"),
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/brief.html",
    log:
        "build/logs/render_html.log",
    conda:
        "envs/brief.yaml"
    params:
        fonts=lambda _: brief.style("fonts"),
    shell:
        "python {input.program} --manuscript {input.manuscript}"
        " --description {input.description} --template {input.template}"
        " --css {input.css} --tokens {input.tokens} --fonts {params.fonts} --out {output} --log {log}"


rule style_docx:
    input:
        code("style_docx.py"),
        program=code("style_docx.py")[0],
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/reference.docx",
    log:
        "build/logs/style_docx.log",
    conda:
        "envs/brief.yaml"
    shell:
        "python {input.program} --tokens {input.tokens} --out {output} --log {log}"


rule render_docx:
    input:
        code("render_docx.py"),
        brief.fonts,
        brief.pictures,
        program=code("render_docx.py")[0],
        manuscript=rules.assemble_manuscript.output,
        reference=rules.style_docx.output,
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/brief.docx",
    log:
        "build/logs/render_docx.log",
    conda:
        "envs/brief.yaml"
    params:
        fonts=lambda _: brief.style("fonts"),
    shell:
        "python {input.program} --manuscript {input.manuscript} --reference {input.reference}"
        " --tokens {input.tokens} --fonts {params.fonts} --out {output} --log {log}"


# Snakemake removes the outputs of a job before it starts. Only this copy, which can hardly fail,
# touches what readers open: the old files stay whole until all three new ones are.
rule publish_brief:
    input:
        pdf=rules.render_pdf.output,
        html=rules.render_html.output,
        docx=rules.render_docx.output,
    output:
        pdf="build/brief.pdf",
        html="build/brief.html",
        docx="build/brief.docx",
    log:
        "build/logs/publish_brief.log",
    conda:
        "envs/brief.yaml"
    shell:
        "cp {input.pdf} {output.pdf} && cp {input.html} {output.html}"
        " && cp {input.docx} {output.docx} 2> {log}"


rule list_outputs:
    input:
        code("list_outputs.py"),
        program=code("list_outputs.py")[0],
        inputs=rules.list_inputs.output,
        outputs=[*rules.publish_brief.output, rules.describe_brief.output.citation],
    output:
        "build/manifest.json",
    log:
        "build/logs/list_outputs.log",
    conda:
        "envs/brief.yaml"
    shell:
        "python {input.program} {input.outputs} --inputs {input.inputs} --out {output} --log {log}"


rule pack_crate:
    input:
        code("pack_crate.py"),
        program=code("pack_crate.py")[0],
        metadata=brief.metadata,
        description=rules.describe_brief.output.description,
        workflow=workflow.snakefile,
        inputs=brief.content,
        outputs=[*rules.list_outputs.input.outputs, *rules.list_outputs.output],
    output:
        "build/brief.crate.zip",
    log:
        "build/logs/pack_crate.log",
    conda:
        "envs/brief.yaml"
    shell:
        "python {input.program} --metadata {input.metadata} --description {input.description}"
        " --workflow {input.workflow} --inputs {input.inputs} --outputs {input.outputs}"
        " --out {output} --log {log}"


# The network touches this rule alone, and what it learns goes into reports, not into the brief:
# that reads the ledger, which only `make links` writes. Edits of the text ask nothing anew.
rule probe_links:
    input:
        code("probe_links.py"),
        program=code("probe_links.py")[0],
        bib=brief.bib,
        sections=ancient(brief.sections),
        ledger=ancient(brief.ledger),
        config=ancient(brief.config),
    output:
        "build/parts/probes.json",
    log:
        "build/logs/probe_links.log",
    conda:
        "envs/brief.yaml"
    params:
        ledger=brief.history,
        config=lambda _, input: f"--config {input.config}" if input.config else "",
        probe=brief.settings["links.probe"],
    shell:
        "python {input.program} --bib {input.bib} --sections {input.sections}"
        " --ledger {params.ledger} {params.config} --probe {params.probe}"
        " --out {output} --log {log}"


rule judge_links:
    input:
        code("judge_links.py"),
        program=code("judge_links.py")[0],
        bib=brief.bib,
        sections=brief.sections,
        probes=rules.probe_links.output,
        ledger=brief.ledger,
        config=brief.config,
    output:
        "build/links.json",
    log:
        "build/logs/judge_links.log",
    conda:
        "envs/brief.yaml"
    params:
        ledger=brief.history,
        config=lambda _, input: f"--config {input.config}" if input.config else "",
    shell:
        "python {input.program} --bib {input.bib} --sections {input.sections}"
        " --probes {input.probes} --ledger {params.ledger} {params.config}"
        " --out {output} --log {log}"


rule report_links:
    input:
        code("report_links.py"),
        program=code("report_links.py")[0],
        links=rules.judge_links.output,
        template=brief.style("links.html"),
    output:
        html="build/links.html",
        xml="build/links.xml",
    log:
        "build/logs/report_links.log",
    conda:
        "envs/brief.yaml"
    params:
        lang=brief.lang,
    shell:
        "python {input.program} --links {input.links} --template {input.template}"
        " --lang {params.lang} --out-html {output.html} --out-xml {output.xml} --log {log}"
