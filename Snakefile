# The brief, from sections, sources and data to PDF, HTML and DOCX.

import sys

sys.path.insert(0, f"{workflow.basedir}/scripts")

from brief.building.running import begin, end, explain_breaking_off, prepare
from brief.building.workflow import read_workflow

brief = read_workflow(config)
if workflow.is_main_process:
    explain_breaking_off(workflow)
    prepare([*brief.content, *brief.machinery])


onstart:
    begin(workflow.dag)


onerror:
    end()


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
        **brief.program("check_brief.py"),
        metadata=brief.metadata,
        sections=brief.sections,
        pictures=brief.pictures,
        bib=brief.bib,
        data=brief.data,
        exhibits=list(brief.exhibit_files.values()),
        ledger=brief.ledger,
        passages=brief.passages,
        provenance=brief.provenance,
        tokens=brief.style("tokens.yaml"),
        template=brief.style("brief.typ"),
        fonts=brief.fonts,
        linting=brief.linting,
    output:
        "build/parts/checked.txt",
    log:
        "build/logs/check_brief.log",
    priority: 1
    conda:
        "envs/brief.yaml"
    threads: workflow.cores
    resources:
        **brief.limits,
    params:
        uncited_source=brief.settings["uncited_source"],
    shell:
        "python {input.program:q} --uncited-source {params.uncited_source:q} --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule draw_chart:
    input:
        brief.fonts,
        lambda wildcards: brief.data_of(wildcards.label),
        **brief.program("draw_chart.py"),
        chart=lambda wildcards: brief.exhibit_files[wildcards.label],
        tokens=brief.style("tokens.yaml"),
    output:
        json="build/parts/exhibits/{label}.json",
        svg="build/parts/exhibits/{label}.svg",
        phone="build/parts/exhibits/{label}.phone.svg",
        png="build/parts/exhibits/{label}.png",
    log:
        "build/logs/draw_chart-{label}.log",
    wildcard_constraints:
        label=brief.kind("fig-"),
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    params:
        lang=brief.lang,
    shell:
        "python {input.program:q} --chart {input.chart:q} --lang {params.lang:q}"
        " --out {output.json:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule compose_table:
    input:
        brief.fonts,
        lambda wildcards: brief.data_of(wildcards.label),
        **brief.program("compose_table.py"),
        table=lambda wildcards: brief.exhibit_files[wildcards.label],
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/exhibits/{label}.json",
    log:
        "build/logs/compose_table-{label}.log",
    wildcard_constraints:
        label=brief.kind("tbl-"),
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    params:
        lang=brief.lang,
    shell:
        "python {input.program:q} --table {input.table:q} --lang {params.lang:q}"
        " --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule assemble_manuscript:
    input:
        brief.data,
        **brief.program("assemble_manuscript.py"),
        checked=rules.check_brief.output,
        metadata=brief.metadata,
        sections=brief.sections,
        bib=brief.bib,
        csl=brief.style("notes.csl"),
        exhibits=brief.exhibits,
        ledger=brief.ledger,
        passages=brief.passages,
    output:
        "build/parts/manuscript.json",
    log:
        "build/logs/assemble_manuscript.log",
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q}"
        " --made {input.exhibits:q}"
        " --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule describe_brief:
    input:
        brief.data,
        **brief.program("describe_brief.py"),
        metadata=brief.metadata,
        bib=brief.bib,
    output:
        description="build/parts/description.json",
        citation="build/CITATION.cff",
    log:
        "build/logs/describe_brief.log",
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q}"
        " --out {output.description:q} --out-citation {output.citation:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule list_inputs:
    input:
        **brief.program("list_inputs.py"),
        inputs=brief.content,
    output:
        "build/parts/inputs.json",
    log:
        "build/logs/list_inputs.log",
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} {input.inputs:q} --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule render_pdf:
    input:
        brief.fonts,
        brief.pictures,
        **brief.program("render_pdf.py"),
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
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --manuscript {input.manuscript:q}"
        " --inputs {input.inputs:q} --attach {input.attached:q} --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule render_html:
    input:
        brief.fonts,
        brief.pictures,
        **brief.program("render_html.py"),
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
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --manuscript {input.manuscript:q}"
        " --description {input.description:q}"
        " --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule style_docx:
    input:
        brief.fonts,
        **brief.program("style_docx.py"),
        metadata=brief.metadata,
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/reference.docx",
    log:
        "build/logs/style_docx.log",
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule render_docx:
    input:
        brief.fonts,
        brief.pictures,
        **brief.program("render_docx.py"),
        manuscript=rules.assemble_manuscript.output,
        reference=rules.style_docx.output,
        tokens=brief.style("tokens.yaml"),
    output:
        "build/parts/brief.docx",
    log:
        "build/logs/render_docx.log",
    conda:
        "envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --manuscript {input.manuscript:q} --reference {input.reference:q}"
        " --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


# Only this copy, which can hardly fail, touches what readers open: the old files stay whole until
# all three new ones are. Snakemake would remove them before, were they not marked as updated.
rule publish_brief:
    input:
        **brief.program("publish_brief.py"),
        pdf=rules.render_pdf.output,
        html=rules.render_html.output,
        docx=rules.render_docx.output,
    output:
        pdf=update("build/brief.pdf"),
        html=update("build/brief.html"),
        docx=update("build/brief.docx"),
    log:
        "build/logs/publish_brief.log",
    conda:
        "envs/brief.yaml"
    shell:
        "python {input.program:q} {input.pdf:q} {input.html:q} {input.docx:q} --into build --log {log:q}"


include: "rules/records.smk"
include: "rules/links.smk"
