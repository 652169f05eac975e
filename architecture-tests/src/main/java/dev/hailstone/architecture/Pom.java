package dev.hailstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A `pom.xml` as far as rules look at it. Its folder below the root says what the project is.
final class Pom {

    private final Path file;
    private final String folder;
    private final Element project;

    private Pom(Path file, String folder, Element project) {
        this.file = file;
        this.folder = folder;
        this.project = project;
    }

    static Pom read(Path root, Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element project = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            Path folder = root.relativize(Optional.ofNullable(file.getParent()).orElse(root));
            return new Pom(file, folder.toString().replace('\\', '/'), project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }

    String folder() {
        return folder;
    }

    boolean isRoot() {
        return folder.isEmpty();
    }

    String artifactId() {
        return text(project, "artifactId").orElseThrow(() -> new IllegalStateException(file + " has no artifactId"));
    }

    /// The POMs of `<modules>`, those of profiles left out.
    List<Path> modules() {
        return child(project, "modules").stream()
                .flatMap(modules -> children(modules, "module").stream())
                .map(module -> file.resolveSibling(module.getTextContent().strip()).resolve("pom.xml"))
                .toList();
    }

    /// What the project depends on; management is no dependency.
    List<Use> dependencies() {
        return child(project, "dependencies").stream()
                .flatMap(dependencies -> children(dependencies, "dependency").stream())
                .map(dependency -> new Use(text(dependency, "artifactId").orElse(""),
                        text(dependency, "scope").orElse("compile")))
                .toList();
    }

    /// Everything with a version of its own, by its artifact, the parent left out; and properties that look like versions.
    List<String> versions() {
        List<String> versions = new ArrayList<>();
        NodeList all = project.getElementsByTagName("version");
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i).getParentNode() instanceof Element owner && !owner.getTagName().equals("parent")) {
                versions.add("version of %s".formatted(text(owner, "artifactId").orElse(owner.getTagName())));
            }
        }
        child(project, "properties").ifPresent(properties -> elements(properties)
                .map(Element::getTagName)
                .filter(name -> name.endsWith("version"))
                .forEach(name -> versions.add("property %s".formatted(name))));
        return versions;
    }

    private static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(element -> element.getTextContent().strip());
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).filter(element -> element.getTagName().equals(name)).toList();
    }

    private static Stream<Element> elements(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .<Node>mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    /// A dependency of a project.
    record Use(String artifactId, String scope) {}
}
