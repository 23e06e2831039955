// Where the tools' JARs are: in the checkout that built them, in a folder, or in a release's bundle that is fetched once.
include { isAddress ; key } from './conventions.nf'

/** This machine as the bundles' names have it. */
def platform() {
    def system = System.getProperty('os.name').startsWith('Mac') ? 'osx' : System.getProperty('os.name').toLowerCase()
    def processor = [amd64: 'x86_64', arm64: 'aarch64'].getOrDefault(System.getProperty('os.arch'), System.getProperty('os.arch'))
    "${system}-${processor}"
}

/** What --tools says; without it the JARs that were built here, or the bundle of the release that Nextflow was told to run. */
def toolsPlace() {
    def built = "${projectDir}/java-tools/jars"
    if (params.tools || !workflow.repository || file("${built}/train.jar").exists()) {
        return params.tools ?: built
    }
    def version = workflow.manifest.version
    "${workflow.repository.replaceFirst(/\.git$/, '')}/releases/download/v${version}/enhancerflow-tools-${version}-${platform()}.zip"
}

/** The folder of the JARs; a bundle's is named after its address and lies in Nextflow's home. */
def toolsFolder() {
    def place = toolsPlace()
    def home = System.getenv('NXF_HOME') ?: "${System.getProperty('user.home')}/.nextflow"
    isAddress(place) ? file(home).resolve("enhancerflow/tools-${key([place, params.tools_sha256 ?: ''])}") : file(place)
}

def jar(tool) {
    toolsFolder().resolve("${tool}.jar")
}

/** Fetches the bundle unless it is there; what is wrong with it, or null. */
def fetchProblem() {
    def place = toolsPlace()
    def folder = toolsFolder()
    if (!isAddress(place) || folder.exists()) {
        return null
    }
    def part = folder.resolveSibling(".${folder.name}.${ProcessHandle.current().pid()}")
    part.mkdirs()
    System.err.println("enhancerflow: fetching the tools from ${place}")
    def problem = null
    try {
        problem = fetched(place, part)
        if (!problem && !folder.exists()) {
            java.nio.file.Files.move(part, folder)
        }
    }
    catch (IOException e) {
        problem = "cannot be fetched (${e.class.simpleName}: ${e.message}): check the address, or build the tools with ${projectDir}/nextflow"
    }
    part.deleteDir()
    problem ? "--tools: ${place} ${problem}" : null
}

/** Downloads a bundle into a folder, checks it, and unpacks it there; what is wrong with it, or null. */
def fetched(place, folder) {
    def bundle = folder.resolve('bundle.zip')
    file(place).copyTo(bundle)
    def wanted = params.tools_sha256 ?: file("${place}.sha256").text.tokenize()[0]
    def found = sha256(bundle)
    if (found != wanted.toLowerCase()) {
        return "has SHA-256 ${found}, not ${wanted}: fetch it again, or name the right digest with --tools_sha256"
    }
    def zip = new java.util.zip.ZipFile(bundle.toFile())
    def entries = zip.entries().toList()
    // JARs, and those of libtorch one folder down.
    def strange = entries.find { entry -> !(entry.name ==~ /libtorch\/|(libtorch\/)?[A-Za-z0-9][A-Za-z0-9._-]*\.jar/) }
    if (strange) {
        return "holds ${strange.name}: it is no bundle of tools"
    }
    folder.resolve('libtorch').mkdirs()
    entries.findAll { entry -> !entry.directory }.each { entry ->
        java.nio.file.Files.copy(zip.getInputStream(entry), folder.resolve(entry.name))
    }
    zip.close()
    bundle.delete()
    null
}

def sha256(file) {
    def digest = java.security.MessageDigest.getInstance('SHA-256')
    file.eachByte(1 << 16) { bytes, count -> digest.update(bytes, 0, count) }
    digest.digest().encodeHex().toString()
}
